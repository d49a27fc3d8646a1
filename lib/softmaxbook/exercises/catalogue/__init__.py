"""The records: a folder for each chapter, in it a file for each exercise and one for its checks."""
