"""HTTP routes beside Streamlit."""
