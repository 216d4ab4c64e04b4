"""What a rehearsal says where nobody answers."""

from datetime import date, time, timedelta
from pathlib import Path

from bot.rehearsal import rehearse
from handlers.dates.china_time import moment
from tests.bot.config.example import EXAMPLE, loaded


async def test_a_week_nobody_set_a_topic_for_is_rehearsed_with_a_sample_that_says_so(tmp_path: Path) -> None:
    config, start = loaded(tmp_path, EXAMPLE), moment(date(2026, 3, 27), time())
    said = [post.text async for _, post in rehearse(config, start, start + timedelta(days=4))]
    posts = {text.splitlines()[0] for text in said if text.startswith("这周议事说")}
    assert posts == {"这周议事说“停车难（样例）”。您怎么看，哪里做得不好，怎么办好，@我说。"}
