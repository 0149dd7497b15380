// Package crash cuts the power and kills the program, and looks whether a promise was broken.
//
// Three experiments, each with controls that must fail:
//
//   - Power cuts. The system calls of a program that files prompt reports are recorded (Record), and replayed on a
//     simulated disk (Disk) that loses what was not yet synced. At each call that changes a file, images of
//     the disk are built as a power cut could leave them; each is opened with the product's store, and every receipt that had
//     left the process before the cut must be there (Replay, Verify).
//   - Kills. Clients file in parallel while the program is killed and started again (Kill): every answer that a client got
//     must be true afterwards, and a repeated request must get the same answer (Probe).
//
// kill -9 cannot see a missing fsync: the page cache survives it. That is why the first exists.
package crash
