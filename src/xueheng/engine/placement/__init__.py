"""均衡编班: classes alike in mean, spread and make-up, in integers alone: the same on every machine."""
