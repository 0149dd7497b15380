//go:build amd64 || arm64

package read

import (
	"fmt"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Bounds of the child. RLIMIT_AS would not do: Go reserves far more addresses than it uses.
const (
	dataBytes = 256 << 20
	fileBytes = 64 << 20 // should the answer go to a file: no more than an answer is
)

// Confine takes from this process what reading a file does not need, before a byte of the file is read: memory and time
// beyond the bounds, files, network, other programs. It needs no privilege. What the platform cannot do is left out
// of the answer, which goes to the house with the file.
func Confine(seconds uint64) (held []string, err error) {
	for what, bound := range map[int]uint64{
		unix.RLIMIT_DATA: dataBytes, unix.RLIMIT_CPU: seconds, unix.RLIMIT_FSIZE: fileBytes, unix.RLIMIT_CORE: 0, unix.RLIMIT_NOFILE: 32,
	} {
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: bound, Max: bound + extra(what)}); err != nil {
			return held, fmt.Errorf("limits: %w", err)
		}
	}
	held = append(held, "limits")
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, 10)   // those who report go first
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) // nobody looks inside
	if err := denyCalls(); err != nil {
		return held, nil //nolint:nilerr // a kernel without seccomp: the house is told what held, and says so
	}
	return append(held, "system calls"), nil
}

// extra is the second between the signal that Go turns into a message and the one that nobody survives.
func extra(what int) uint64 {
	if what == unix.RLIMIT_CPU {
		return 1
	}
	return 0
}

// denied are the calls that open files, reach the network, start or watch programs. A child that still tries is
// answered EPERM and reads on.
var denied = append([]uint32{
	unix.SYS_OPENAT, unix.SYS_OPENAT2, unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN,
	unix.SYS_ACCEPT, unix.SYS_ACCEPT4, unix.SYS_SENDTO, unix.SYS_SENDMSG, unix.SYS_SENDMMSG, unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE,
	unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN,
	unix.SYS_USERFAULTFD, unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_UNLINKAT,
	unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_LINKAT, unix.SYS_SYMLINKAT, unix.SYS_MKDIRAT, unix.SYS_MKNODAT, unix.SYS_FCHMODAT, unix.SYS_FCHOWNAT,
	unix.SYS_TRUNCATE, unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_GETFD, unix.SYS_MEMFD_CREATE,
}, deniedHere...)

// denyCalls installs the filter for every thread of the process.
func denyCalls() error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	answer := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	equal := func(k uint32, yes, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: k, Jt: yes, Jf: no}
	}
	const (
		allow  = 0x7fff0000 // SECCOMP_RET_ALLOW
		refuse = 0x00050000 | uint32(syscall.EPERM)
		kill   = 0x80000000 // SECCOMP_RET_KILL_PROCESS
	)
	// struct seccomp_data: the call's number at 0, the architecture at 4.
	p := []unix.SockFilter{load(4), equal(archHere, 1, 0), answer(kill), load(0)}
	p = append(p, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: 0x40000000, Jf: 1}, answer(refuse)) // the x32 numbers
	for _, call := range denied {
		p = append(p, equal(call, 0, 1), answer(refuse))
	}
	p = append(p, answer(allow))
	program := unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]}                                           //nolint:gosec // about a hundred
	const setFilter, allThreads = 1, 1                                                                      // SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, setFilter, allThreads, uintptr(unsafe.Pointer(&program))) //nolint:gosec // the kernel copies it
	runtime.KeepAlive(p)
	if errno != 0 {
		return errno
	}
	return nil
}
