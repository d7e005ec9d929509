// Listens, says on which port, and ends with the parent process: its end closes our standard input,
// however it ended.
import { once } from "node:events";

export async function listen(server, port) {
  // A Ctrl+C reaches every process of the terminal; ours must first finish what its parent still asks of it.
  process.on("SIGINT", () => {});
  process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();

  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken, choose another.` : error.message);
    process.exit(1);
  }
  return server.address().port;
}
