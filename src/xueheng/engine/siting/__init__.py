"""学校布局: where schools stand and who goes where, with a bound that proves how good it is."""
