// Files in memory, as Go's programs in a browser ask for them: the callback functions of Node's fs that Go's syscall package
// calls. The compiler and the linker read their archives here and write what they make.

type Callback = (error: Error | null, value?: unknown) => void;

interface File {
  data: Uint8Array;
  length: number;
}

interface Handle {
  readonly file: File | null; // null for a folder
  readonly append: boolean;
  at: number;
}

/** The numbers are Linux's; Go only wants to tell them apart. */
const flag = { O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024 } as const;

const FIRST_HANDLE = 3;

/** Errors as Go knows them: by their code. */
function failure(code: "ENOENT" | "EEXIST" | "EBADF" | "EINVAL" | "ENOSYS"): Error {
  return Object.assign(new Error(code), { code });
}

export class Files {
  readonly #files = new Map<string, File>();
  /** Files that are still to come. */
  readonly #expected = new Map<string, Promise<void>>();
  readonly #folders = new Set<string>(["/"]);
  readonly #handles = new Map<number, Handle>();
  readonly #print: (text: string) => void;
  readonly #decoder = new TextDecoder();

  /** Print is given what programs write to standard output and error. */
  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  write(name: string, data: Uint8Array | string): void {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    const path = clean(name);
    for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) this.#folders.add(path.slice(0, at));
    this.#files.set(path, { data: bytes, length: bytes.length });
  }

  read(name: string): Uint8Array | undefined {
    const file = this.#files.get(clean(name));
    return file?.data.subarray(0, file.length);
  }

  /** A file whose content is still to come: a program that opens it waits for that, and finds none where it fails. */
  expect(name: string, data: Promise<Uint8Array>): void {
    const path = clean(name);
    const arrived = data
      .then((bytes) => {
        if (this.#expected.get(path) === arrived) this.write(path, bytes);
      })
      .catch(() => {});
    this.#expected.set(path, arrived);
  }

  remove(name: string): void {
    this.#files.delete(clean(name));
    this.#expected.delete(clean(name));
  }

  /** Forgets what a program that ended in the midst left open. */
  closeAll(): void {
    this.#handles.clear();
  }

  /** What globalThis.fs has to be. */
  functions(): Record<string, unknown> {
    const nothing = (): void => {};
    const unsupported = (): never => {
      throw failure("ENOSYS");
    };
    const operations: Record<string, (...args: never[]) => unknown> = {
      open: this.#open,
      close: this.#close,
      read: this.#read,
      write: this.#write,
      fstat: (fd: number) => stat(this.#handle(fd).file),
      stat: this.#stat,
      lstat: this.#stat,
      mkdir: (name: string) => void this.#folders.add(clean(name)),
      readdir: (name: string) => this.#list(clean(name)),
      unlink: (name: string) => wanted(this.#files.delete(clean(name))),
      rmdir: (name: string) => wanted(this.#folders.delete(clean(name))),
      rename: this.#rename,
      ftruncate: (fd: number, length: number) => resize(this.#file(fd), length),
      readlink: () => {
        throw failure("EINVAL"); // none of these names is a link
      },
      ...Object.fromEntries(["chmod", "fchmod", "fsync", "utimes"].map((name) => [name, nothing])),
      ...Object.fromEntries(
        ["chown", "fchown", "lchown", "link", "symlink", "truncate"].map((name) => [name, unsupported]),
      ),
    };
    return {
      constants: { ...flag, O_DIRECTORY: 65536 },
      writeSync: (_fd: number, data: Uint8Array) => this.#printed(data),
      ...Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, withCallback(operation)])),
    };
  }

  #printed(data: Uint8Array): number {
    this.#print(this.#decoder.decode(data, { stream: true }));
    return data.length;
  }

  #handle(fd: number): Handle {
    const handle = this.#handles.get(fd);
    if (handle === undefined) throw failure("EBADF");
    return handle;
  }

  #file(fd: number): File {
    const { file } = this.#handle(fd);
    if (file === null) throw failure("EBADF");
    return file;
  }

  readonly #open = (name: string, flags: number): number | Promise<number> => {
    const path = clean(name);
    const expected = this.#expected.get(path);
    return expected === undefined ? this.#openNow(path, flags) : expected.then(() => this.#openNow(path, flags));
  };

  #openNow(path: string, flags: number): number {
    let file = this.#files.get(path) ?? null;
    if (file === null && !this.#folders.has(path)) {
      if ((flags & flag.O_CREAT) === 0) throw failure("ENOENT");
      file = { data: new Uint8Array(0), length: 0 };
      this.#files.set(path, file);
    } else if ((flags & flag.O_EXCL) !== 0) {
      throw failure("EEXIST");
    } else if (file !== null && (flags & flag.O_TRUNC) !== 0) {
      // A new array: whoever read the old content keeps it.
      file.data = new Uint8Array(0);
      file.length = 0;
    }
    let fd = FIRST_HANDLE;
    while (this.#handles.has(fd)) fd++;
    this.#handles.set(fd, { file, append: (flags & flag.O_APPEND) !== 0, at: 0 });
    return fd;
  }

  readonly #close = (fd: number): void => {
    if (!this.#handles.delete(fd)) throw failure("EBADF");
  };

  readonly #write = (fd: number, data: Uint8Array, offset: number, length: number, position: number | null): number => {
    const bytes = data.subarray(offset, offset + length);
    if (fd < FIRST_HANDLE) return this.#printed(bytes);
    const handle = this.#handle(fd);
    const file = this.#file(fd);
    const at = position ?? (handle.append ? file.length : handle.at);
    if (at + length > file.length) resize(file, at + length);
    file.data.set(bytes, at);
    if (position === null) handle.at = at + length;
    return length;
  };

  readonly #read = (fd: number, into: Uint8Array, offset: number, length: number, position: number | null): number => {
    if (fd === 0) return 0;
    const handle = this.#handle(fd);
    const file = this.#file(fd);
    const at = position ?? handle.at;
    const count = Math.max(0, Math.min(length, file.length - at));
    into.set(file.data.subarray(at, at + count), offset);
    if (position === null) handle.at = at + count;
    return count;
  };

  readonly #stat = (name: string): Record<string, unknown> => {
    const path = clean(name);
    const file = this.#files.get(path);
    if (file === undefined && !this.#folders.has(path)) throw failure("ENOENT");
    return stat(file ?? null);
  };

  readonly #rename = (from: string, to: string): void => {
    const file = this.#files.get(clean(from));
    if (file === undefined) throw failure("ENOENT");
    this.#files.delete(clean(from));
    this.#files.set(clean(to), file);
  };

  #list(path: string): string[] {
    const within = path === "/" ? "/" : `${path}/`;
    return [...this.#files.keys(), ...this.#folders]
      .filter((name) => name.startsWith(within) && name.length > within.length)
      .map((name) => name.slice(within.length))
      .filter((name) => !name.includes("/"));
  }
}

/** A function in Node's form: its last argument is called with an error or with what it returned, or promised. */
function withCallback(operation: (...args: never[]) => unknown): (...args: unknown[]) => void {
  return (...args) => {
    const done = args.pop() as Callback;
    let value: unknown;
    try {
      value = operation(...(args as never[]));
    } catch (error) {
      done(error as Error);
      return;
    }
    if (value instanceof Promise) {
      value.then(
        (kept: unknown) => done(null, kept),
        (error: Error) => done(error),
      );
    } else done(null, value);
  };
}

function wanted(there: boolean): void {
  if (!there) throw failure("ENOENT");
}

function resize(file: File, length: number): void {
  if (length > file.data.length) {
    const data = new Uint8Array(Math.max(length, 2 * file.data.length, 4096));
    data.set(file.data.subarray(0, file.length));
    file.data = data;
  } else if (length < file.length) {
    file.data.fill(0, length, file.length);
  }
  file.length = length;
}

function stat(file: File | null): Record<string, unknown> {
  const size = file?.length ?? 0;
  return {
    ...{ dev: 1, ino: 1, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 4096, atimeMs: 0, mtimeMs: 0, ctimeMs: 0 },
    mode: file === null ? 0o040755 : 0o100644,
    size,
    blocks: Math.ceil(size / 512),
    isDirectory: () => file === null,
  };
}

/** An absolute path without "." and "..". */
function clean(name: string): string {
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
