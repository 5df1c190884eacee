"""发布: sealed outcomes shown to an audience, with small groups withheld."""
