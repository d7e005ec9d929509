// node tables.mjs <port>: DynamoDB in memory.
import dynalite from "dynalite";
import { listen } from "./listen.mjs";

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
console.log(`listening ${await listen(server, Number(process.argv[2]))}`);
