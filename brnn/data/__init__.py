"""IMDb or your own texts → splits by film → numbers."""
