"""Coming in: sign-in, second factors, identities, sessions, accounts, posts, and what one is told of them."""
