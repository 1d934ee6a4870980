"""What is kept between two runs: the settings of servers, and counts of questions without anything about persons."""
