// Listens, says on which port, and ends with the parent process: its end closes our standard input,
// however it ended.
import { once } from "node:events";

export async function listen(server, port) {
  // A Ctrl+C, or the end of the terminal, reaches every process of the terminal; ours must first finish what its parent still asks of it.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
  process.on("SIGTERM", () => process.exit());
  process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();

  // Node closes a connection after 5 idle seconds, and a request that is just then on its way gets lost.
  server.keepAliveTimeout = 0;
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken, choose another.` : error.message);
    process.exit(1);
  }
  return server.address().port;
}
