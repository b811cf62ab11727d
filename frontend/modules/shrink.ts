// A picture from a phone's camera has megabytes; made smaller before it is sent, it costs less signal and is accepted.
const EDGE = 1600; // pixels on the longer side: a door number stays readable
const QUALITIES = [0.8, 0.65, 0.5, 0.35];

function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

/** The picture as JPEG with at most `most` bytes; a file that is small already, or no picture, stays as it is. */
export async function small(file: File, most: number): Promise<File> {
  if (file.size <= most || !file.type.startsWith("image/")) return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file; // the server says what is wrong with it
  for (const edge of [EDGE, EDGE / 2]) {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const made = await jpeg(canvas, quality);
      if (made && made.size <= most) return new File([made], "picture.jpg", { type: "image/jpeg" });
    }
  }
  return file;
}
