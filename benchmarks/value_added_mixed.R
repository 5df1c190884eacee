# Rscript value_added_mixed.R FOLDER PUPILS: fits data.bin by lme4, writes model,seconds,criterion lines.
suppressPackageStartupMessages(library(lme4))
arguments <- commandArgs(trailingOnly = TRUE)
pupils <- as.integer(arguments[2])
numbers <- readBin(file.path(arguments[1], "data.bin"), "double", n = pupils * 8, endian = "little")
data <- as.data.frame(matrix(numbers, nrow = pupils))
names(data) <- c(paste0("x", 1:5), "outcome", "school", "feeder")
data$school <- factor(data$school)
data$feeder <- factor(data$feeder)
random <- c(slopes = "(1 + x1 | school)", crossed = "(1 | feeder) + (1 | school)")
# Derivatives are left out in favour of lme4's time.
control <- lmerControl(calc.derivs = FALSE)
lines <- sapply(names(random), function(name) {
  formula <- reformulate(c(paste0("x", 1:5), random[[name]]), "outcome")
  seconds <- system.time(model <- lmer(formula, data, REML = TRUE, control = control))[["elapsed"]]
  sprintf("%s,%.17g,%.17g", name, seconds, REMLcrit(model))
})
writeLines(lines, file.path(arguments[1], "lme4.csv"))
