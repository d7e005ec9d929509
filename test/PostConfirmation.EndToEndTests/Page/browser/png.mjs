// Makes a screenshot a third of its size: with 256 colours, and compressed for long.
// https://www.w3.org/TR/png-3/
import { deflateSync } from "node:zlib";

/** @param page Any page of a browser, where pictures can be read. */
export async function shrink(page, png) {
  const { width, height, palette, rows } = await page.evaluate(reduceColours, png.toString("base64"));
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 3], 8); // 8 bits, which are an index.
  return Buffer.concat([
    png.subarray(0, 8), chunk("IHDR", size), chunk("PLTE", Buffer.from(palette)),
    chunk("IDAT", deflateSync(Buffer.from(rows, "base64"), { level: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Runs in the browser. Of colours that are nearly the same it keeps the one that there is most of. */
async function reduceColours(png) {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer); // 0xAABBGGRR

  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const kept = new Map();
  for (const [colour, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    const near = kept.size < 32 ? colour : colour & 0xf0f0f0; // What there is most of are the grounds, light and much alike.
    kept.set(near, { colour: kept.get(near)?.colour ?? colour, count: (kept.get(near)?.count ?? 0) + count });
  }
  const palette = [...kept.values()].sort((a, b) => b.count - a.count).slice(0, 256)
    .map(({ colour }) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]);
  const indexes = new Map([...counts.keys()].map(colour => {
    const distances = palette.map(other => other.reduce((sum, value, i) => sum + (value - ((colour >> (8 * i)) & 255)) ** 2, 0));
    return [colour, distances.indexOf(Math.min(...distances))];
  }));

  const rows = new Uint8Array((width + 1) * height); // Each begins with its filter: none.
  pixels.forEach((pixel, i) => { rows[i + 1 + Math.floor(i / width)] = indexes.get(pixel); });
  const reader = new FileReader();
  await new Promise(resolve => { reader.onload = resolve; reader.readAsDataURL(new Blob([rows])); });
  return { width, height, palette: palette.flat(), rows: reader.result.split(",")[1] };
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
