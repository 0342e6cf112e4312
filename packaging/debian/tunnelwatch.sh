#!/bin/sh
# The command is about the service of this machine, unless told otherwise by --config or the variable.
: "${TUNNELWATCH_CONFIG=/etc/tunnelwatch/tunnelwatch.yaml}"
export TUNNELWATCH_CONFIG
exec /usr/bin/node /usr/lib/tunnelwatch/bin/tunnelwatch.mjs "$@"
