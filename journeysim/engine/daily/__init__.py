"""Daily: figures of each day, counted from the log while it is being written."""
