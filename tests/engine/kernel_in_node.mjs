// One run of the kernel in a browser's engine: the memory as it is before the first moment comes in a
// file, the log goes out as a digest. node kernel_in_node.mjs KERNEL IMAGE BLOCK UNTIL COUNTER LOG ROW
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [kernel, image, ...numbers] = process.argv.slice(2);
const [block, until, counter, log, row] = numbers.map(Number);
const { instance } = await WebAssembly.instantiate(readFileSync(kernel), {});
const { memory, run } = instance.exports;
const content = readFileSync(image);
const short = content.length - memory.buffer.byteLength;
if (short > 0) memory.grow(Math.ceil(short / 65536));
new Uint8Array(memory.buffer).set(content);
let status;
do {
  status = run(block, until, 262144n);
} while (status === 2);
const logged = Number(new DataView(memory.buffer).getBigInt64(counter, true));
const rows = new Uint8Array(memory.buffer, log, logged * row);
console.log(`${status} ${logged} ${createHash("sha256").update(rows).digest("hex")}`);
