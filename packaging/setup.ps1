# Make this checkout ready to run on Windows: .venv from the lock. Needs Python 3.11 or later.
# Usage:  powershell -ExecutionPolicy Bypass -File packaging\setup.ps1 ; .venv\Scripts\garonne demo
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")
$python = @("py -3", "python") | Where-Object { Get-Command ($_ -split " ")[0] -ErrorAction SilentlyContinue } | Select-Object -First 1
if (-not $python) { throw "Python 3.11 or later is needed: https://www.python.org/downloads/" }
if (-not (Test-Path ".venv\Scripts\python.exe")) { Invoke-Expression "$python -m venv .venv" }
& .venv\Scripts\python.exe -c "import sys; sys.exit(sys.version_info < (3, 11))"
if ($LASTEXITCODE) { throw "Python 3.11 or later is needed; remove .venv, install it and run this again." }
& .venv\Scripts\python.exe -m pip install -q --disable-pip-version-check --require-hashes -r packaging\lock.txt
if ($LASTEXITCODE) { throw "The locked packages could not be installed (see above)." }
& .venv\Scripts\python.exe packaging\trim.py
& .venv\Scripts\python.exe -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps --config-settings editable_mode=compat -e .
if ($LASTEXITCODE) { throw "Garonne itself could not be installed (see above)." }
Write-Host "Ready:  .venv\Scripts\garonne demo"
