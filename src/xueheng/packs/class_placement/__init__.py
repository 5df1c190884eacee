"""均衡编班: classes alike in what a school names, teachers drawn for them, past years examined."""
