"""What people type after the word for their own data."""

from typing import Final

ERASE: Final = ("删除", "删掉", "清除", "删")
EXPORT: Final = ("导出", "拿走一份", "拿走", "带走", "复制", "下载")
WITHDRAW: Final = ("撤回同意", "撤回", "取消同意", "不同意")
NAME: Final = ("称呼", "姓名", "名字", "改称呼", "改姓名", "改名字", "改名")
PHONE: Final = ("电话", "手机号", "手机", "改电话", "改手机号", "改手机")
INTO: Final = ("改成", "改为", "是", "为")
