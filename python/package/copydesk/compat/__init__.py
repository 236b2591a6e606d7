"""Other tools' functions, answered by copydesk: for trying it in a program that is written already."""
