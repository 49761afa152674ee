// Acts on the platform chain, which says who validates and which chains there are. Reads a request as JSON from stdin and writes the
// answer to stdout: keys never appear in arguments.
//
//	platform found             founds a network: its genesis, and the signed transactions that make chain and validators
//	platform add-validator     admits a validator, or one again whose time is over
//	platform remove-validator  takes a validator off the ledger's chain
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// An act may wait for this long until the validators have agreed on it.
const longest = 2 * time.Minute

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("one of found, add-validator, remove-validator is needed"))
	}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	var answer any
	var err error
	switch os.Args[1] {
	case "found":
		answer, err = answerTo(ctx, found)
	case "add-validator":
		answer, err = answerTo(ctx, addValidator)
	case "remove-validator":
		answer, err = answerTo(ctx, removeValidator)
	default:
		err = fmt.Errorf("there is no act %q", os.Args[1])
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answer)
	}
	if err != nil {
		fail(err)
	}
}

func answerTo[Request, Answer any](ctx context.Context, act func(context.Context, Request) (Answer, error)) (Answer, error) {
	var request Request
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		var none Answer
		return none, fmt.Errorf("the request is not understood: %w", err)
	}
	return act(ctx, request)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
