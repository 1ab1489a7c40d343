"""展板: the code on a board, its print sheet, and what it shows."""
