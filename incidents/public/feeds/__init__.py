"""The record as feeds: what was published last, under the filters of the lists."""
