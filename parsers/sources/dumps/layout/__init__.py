"""Layout texts (`pdftotext -layout`): coarse pages whose columns are still there."""
