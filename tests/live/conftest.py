"""Three scripts here run in Pyodide and nowhere else."""

collect_ignore = ["catalogue.py", "chapter.py", "endless.py"]
