"""Jobs: a folder in which many statements are judged shard by shard, and gone on with after any interruption."""
