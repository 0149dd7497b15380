package read

import "golang.org/x/sys/unix"

const archHere = unix.AUDIT_ARCH_X86_64

// deniedHere are the older names of the same calls.
var deniedHere = []uint32{
	unix.SYS_OPEN, unix.SYS_CREAT, unix.SYS_UNLINK, unix.SYS_RMDIR, unix.SYS_RENAME, unix.SYS_LINK, unix.SYS_SYMLINK, unix.SYS_MKDIR, unix.SYS_MKNOD,
	unix.SYS_CHMOD, unix.SYS_CHOWN, unix.SYS_FORK, unix.SYS_VFORK,
}
