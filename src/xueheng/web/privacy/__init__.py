"""个人信息: what families are told and asked, what leaves the platform, what is destroyed."""
