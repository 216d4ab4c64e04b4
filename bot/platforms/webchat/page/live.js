// The socket: comes back by itself, and says again what was never acknowledged.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;

/**
 * Opens the connection and keeps it open.
 *
 * `hear` gets each frame; `change` gets "open", "lost" or "locked" (the token no longer opens the door).
 */
export function connect({ hear, change }) {
  let socket = null;
  let wait = FIRST_WAIT;
  let locked = false;

  function open() {
    socket = new WebSocket(`ws://${location.host}/chat/live`);
    socket.onopen = () => {
      wait = FIRST_WAIT;
      locked = false;
      change("open");
    };
    socket.onmessage = (event) => hear(JSON.parse(event.data));
    socket.onclose = async () => {
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      if (!locked) change("lost"); // said at once: on a dead line the question below may wait long for its answer
      const answer = await isLocked();
      if (socket.readyState === WebSocket.OPEN) return;
      locked = answer;
      change(locked ? "locked" : "lost");
    };
  }

  async function isLocked() {
    try {
      return (await fetch("/chat", { method: "HEAD", signal: AbortSignal.timeout(LONGEST_WAIT) })).status === 403;
    } catch {
      return false;
    }
  }

  open();
  return {
    /** Sends a frame, or nothing while the connection is lost: the next greeting starts afresh. */
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
  };
}
