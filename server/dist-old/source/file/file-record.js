/** True when a file has the device and inode of a record; whether it is what was read, only its content tells. */
export function isFileOf({ device, inode }, stat) {
    return inode === stat.ino.toString() && device === stat.dev.toString();
}
//# sourceMappingURL=file-record.js.map