"""图: charts as options of the page and as pictures."""
