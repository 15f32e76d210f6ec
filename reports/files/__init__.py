"""Files of a release for others to work with: a workbook and a Word report, with the same tables in both."""
