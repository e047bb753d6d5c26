"""From the IMDb dataset and our short reviews to splits and word ids."""
