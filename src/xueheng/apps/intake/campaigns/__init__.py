"""收表: one table asked of many schools by a day, prefilled, recognised, checked, frozen into one Dataset."""
