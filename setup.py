"""Where the packages lie: three folders at the top of the source tree become packages below `hyokasho`."""

from setuptools import find_namespace_packages, setup

FOLDERS = ("normalizers", "parsers", "pipeline")

packages = ["hyokasho"]
for folder in FOLDERS:
    names = find_namespace_packages(folder, exclude=["*__pycache__*"])
    packages += [f"hyokasho.{folder}", *(f"hyokasho.{folder}.{name}" for name in names)]

setup(packages=packages, package_dir={f"hyokasho.{folder}": folder for folder in FOLDERS})
