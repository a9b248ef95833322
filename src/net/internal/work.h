#pragma once

#include <memory>

#include "net/internal/exchange.h"
#include "net/internal/site.h"

namespace armillary::net {

// What is done for a request away from its socket. Nothing here throws: what a handler or the gate
// throws becomes Internal, and is logged.

std::shared_ptr<Exchange> NewExchange(Shared& shared);

// A piece of work on an exchange that the pool does.
enum class Work {
  Answer,     // Unpack the body, call the handler, pack the answer.
  Append,     // Give the piece in `body` to the upload; open it first, finish it after the last.
  ReadPiece,  // Fill `piece` from the response's source.
};

// Leaves `failure`, or `answered` with a response, or neither if there is more to come. Does
// nothing for a request whose time is over but say so.
void RunWork(Work work, Exchange& exchange, Shared& shared);

// The same as Work::Answer; `pooled` allows packing the answer.
void Answer(Exchange& exchange, Shared& shared, bool pooled);

// Asks the route's quick handler, if it has one, for an answer to the body as it was sent. Neither
// answer nor `failure`: the request is for the pool.
void AnswerQuickly(Exchange& exchange, Shared& shared);

// What the gate says to `error`.
Response Refusal(const Error& error, const Exchange& exchange, Shared& shared);

// Counts and logs the answer that is in the exchange.
void Record(const Exchange& exchange, Shared& shared);

// Undoes an upload that will not be finished, on the pool, since it takes its time.
void DiscardUpload(Exchange& exchange, Shared& shared);

}  // namespace armillary::net
