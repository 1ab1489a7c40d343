"""Many towns built together: which they are, the unit of work, who carries it out, and the page that leads to them."""
