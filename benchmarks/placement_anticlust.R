# Rscript placement_anticlust.R FOLDER CLASSES: k-plus, local maximum, on data.csv; writes seconds and classes.
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(file.path(arguments[1], "data.csv"), header = FALSE)
set.seed(1)
seconds <- system.time(classes <- anticlust::kplus_anticlustering(
  data[, 1:3], K = as.integer(arguments[2]), method = "local-maximum", categories = data[, 4:5]
))[["elapsed"]]
writeLines(c(sprintf("%.6f", seconds), as.character(classes)), file.path(arguments[1], "classes.txt"))
