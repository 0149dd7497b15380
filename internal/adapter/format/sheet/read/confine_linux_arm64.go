package read

import "golang.org/x/sys/unix"

const archHere = unix.AUDIT_ARCH_AARCH64

var deniedHere []uint32
