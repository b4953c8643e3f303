"""Work in the background that is neither lost nor left lying when a process is killed."""
