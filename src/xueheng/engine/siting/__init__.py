"""学校布局: where schools stand, who goes where, at which cost, each with a bound that proves how good it is."""
