"""镜像: exports of the national systems beside what is kept here, compared, carried out and taken back."""
