# Rscript growth_quantreg.R FOLDER PUPILS: growth percentiles of data.bin by quantreg; writes seconds and loss.
suppressPackageStartupMessages({library(quantreg); library(splines)})
arguments <- commandArgs(trailingOnly = TRUE)
pupils <- as.integer(arguments[2])
numbers <- readBin(file.path(arguments[1], "data.bin"), "double", n = pupils * 2, endian = "little")
prior <- numbers[seq_len(pupils)]
outcome <- numbers[pupils + seq_len(pupils)]
taus <- seq(0.005, 0.995, by = 0.01)
seconds <- system.time({
  knots <- quantile(prior, c(0.2, 0.4, 0.6, 0.8))
  boundary <- range(prior) + c(-0.1, 0.1) * diff(range(prior))
  # Vertices up to 5,000 rows, the interior point with preprocessing above, as quantreg advises.
  how <- if (pupils <= 5000) "br" else "pfn"
  design <- cbind(1, bs(prior, knots = knots, Boundary.knots = boundary))
  fits <- suppressWarnings(sapply(taus, function(tau) {
    coefficients <- switch(how,
      br = rq.fit.br(design, outcome, tau = tau)$coefficients,
      pfn = tryCatch(rq.fit.pfn(design, outcome, tau = tau)$coefficients,
        error = function(e) rq.fit.fnb(design, outcome, tau = tau)$coefficients))
    drop(design %*% coefficients)
  }))
  percentile <- pmin(pmax(rowSums(t(apply(fits, 1, sort)) < outcome), 1), 99)
})[["elapsed"]]
residual <- outcome - fits
loss <- colSums(residual * (rep(taus, each = pupils) - (residual < 0)))
version <- as.character(packageVersion("quantreg"))
writeLines(c(version, how, sprintf("%.17g", seconds)), file.path(arguments[1], "about.txt"))
writeBin(c(loss, percentile), file.path(arguments[1], "result.bin"), endian = "little")
