"""学籍: the national registry mirrored: imported, compared with the roster, never rivalled."""
