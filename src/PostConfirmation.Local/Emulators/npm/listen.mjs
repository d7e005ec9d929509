// Listens, prints the port, and ends with the parent process: however the parent ends, that closes our
// standard input.
import { once } from "node:events";

export async function listen(server, port) {
  // Ctrl+C, or closing the terminal, reaches every process of the terminal. This one must first answer its parent's last requests.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
  process.on("SIGTERM", () => process.exit());
  process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();

  // By default Node closes a connection after 5 idle seconds, and loses a request that arrives just then.
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
