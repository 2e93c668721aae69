"""The door: the only room that knows the time, the terminal and the working folder."""
