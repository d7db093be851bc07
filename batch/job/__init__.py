"""Jobs: a folder in which many statements are predicted shard by shard, resumable after any interruption."""
