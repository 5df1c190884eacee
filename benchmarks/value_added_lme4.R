# Rscript value_added_lme4.R FOLDER PUPILS COLUMNS: fits data.bin by lme4, writes name,value lines.
suppressPackageStartupMessages(library(lme4))
arguments <- commandArgs(trailingOnly = TRUE)
pupils <- as.integer(arguments[2])
columns <- as.integer(arguments[3])
file <- file.path(arguments[1], "data.bin")
numbers <- readBin(file, "double", n = pupils * (columns + 2), endian = "little")
data <- as.data.frame(matrix(numbers, nrow = pupils))
names(data) <- c(paste0("x", seq_len(columns)), "outcome", "school")
data$school <- factor(data$school)
formula <- reformulate(c(paste0("x", seq_len(columns)), "(1 | school)"), "outcome")
# Derivatives are left out in favour of lme4's time; tolerances are as tight as it accepts.
tight <- lmerControl(
  optimizer = "nloptwrap", calc.derivs = FALSE,
  optCtrl = list(xtol_abs = 1e-14, xtol_rel = 1e-14, ftol_abs = 1e-14, ftol_rel = 1e-16, maxeval = 10000)
)
seconds <- system.time(model <- lmer(formula, data, REML = TRUE, control = tight))[["elapsed"]]
seconds_effects <- system.time(effects <- ranef(model, condVar = TRUE)$school)[["elapsed"]]
variances <- as.data.frame(VarCorr(model))$vcov
values <- c(
  version = NA, seconds = seconds, seconds_effects = seconds_effects,
  setNames(fixef(model), paste0("coefficient", seq_along(fixef(model)))),
  between_variance = variances[1], residual_variance = variances[2], deviance = REMLcrit(model),
  setNames(effects[[1]], paste0("effect", rownames(effects))),
  setNames(sqrt(drop(attr(effects, "postVar"))), paste0("sd", rownames(effects)))
)
lines <- sprintf("%s,%.17g", names(values), values)
lines[1] <- paste0("version,", packageVersion("lme4"))
writeLines(lines, file.path(arguments[1], "lme4.csv"))
