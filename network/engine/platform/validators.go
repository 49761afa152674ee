package main

import (
	"context"
	"fmt"
	"time"

	"github.com/ava-labs/avalanchego/ids"
	"github.com/ava-labs/avalanchego/utils/constants"
	"github.com/ava-labs/avalanchego/vms/platformvm"
	"github.com/ava-labs/avalanchego/vms/platformvm/txs"
	"github.com/ava-labs/avalanchego/vms/secp256k1fx"
	"github.com/ava-labs/avalanchego/wallet/chain/p/wallet"
	"github.com/ava-labs/avalanchego/wallet/subnet/primary"
	"github.com/ava-labs/avalanchego/wallet/subnet/primary/common"
)

type admission struct {
	// A node that answers, like http://127.0.0.1:9650.
	URI          string `json:"uri"`
	Key          string `json:"key"`
	SubnetID     ids.ID `json:"subnetId"`
	Staker       staker `json:"staker"`
	StakeSeconds uint64 `json:"stakeSeconds"`
}

type admitted struct {
	// Unix seconds at which it ceases to validate.
	EndTime uint64 `json:"endTime"`
	// It validated before; nothing was changed.
	Already bool `json:"already"`
}

// addValidator lets a node validate the platform chain, then the ledger's. What is done already is not done again.
func addValidator(ctx context.Context, request admission) (admitted, error) {
	owner, err := openWallet(ctx, request.URI, request.Key, request.SubnetID)
	if err != nil {
		return admitted{}, err
	}
	nodeID := request.Staker.NodeID
	end, err := endOf(ctx, request.URI, constants.PrimaryNetworkID, nodeID)
	if err != nil {
		return admitted{}, err
	}
	if end == 0 {
		end = uint64(time.Now().Unix()) + request.StakeSeconds
		_, err := owner.wallet.IssueAddPermissionlessValidatorTx(
			&txs.SubnetValidator{
				Validator: txs.Validator{NodeID: nodeID, End: end, Wght: stake},
				Subnet:    constants.PrimaryNetworkID,
			},
			request.Staker.Signer,
			owner.wallet.Builder().Context().AVAXAssetID,
			owner.outputs,
			owner.outputs,
			1_000_000,
			common.WithContext(ctx),
		)
		if err != nil {
			return admitted{}, fmt.Errorf("the platform chain does not admit %s: %w", nodeID, err)
		}
	}
	there, err := endOf(ctx, request.URI, request.SubnetID, nodeID)
	if err != nil || there != 0 {
		return admitted{EndTime: there, Already: true}, err
	}
	_, err = owner.wallet.IssueAddSubnetValidatorTx(&txs.SubnetValidator{
		Validator: txs.Validator{NodeID: nodeID, End: end, Wght: weight},
		Subnet:    request.SubnetID,
	}, common.WithContext(ctx))
	if err != nil {
		return admitted{}, fmt.Errorf("the ledger's chain does not admit %s: %w", nodeID, err)
	}
	return admitted{EndTime: end}, nil
}

type removal struct {
	URI      string     `json:"uri"`
	Key      string     `json:"key"`
	SubnetID ids.ID     `json:"subnetId"`
	NodeID   ids.NodeID `json:"nodeId"`
}

type removed struct {
	// False when it did not validate anyway.
	Removed bool `json:"removed"`
}

func removeValidator(ctx context.Context, request removal) (removed, error) {
	owner, err := openWallet(ctx, request.URI, request.Key, request.SubnetID)
	if err != nil {
		return removed{}, err
	}
	end, err := endOf(ctx, request.URI, request.SubnetID, request.NodeID)
	if err != nil || end == 0 {
		return removed{}, err
	}
	_, err = owner.wallet.IssueRemoveSubnetValidatorTx(request.NodeID, request.SubnetID, common.WithContext(ctx))
	return removed{Removed: err == nil}, err
}

type ownersWallet struct {
	wallet  wallet.Wallet
	outputs *secp256k1fx.OutputOwners
}

func openWallet(ctx context.Context, uri, text string, subnetID ids.ID) (ownersWallet, error) {
	key, err := parseKey(text)
	if err != nil {
		return ownersWallet{}, err
	}
	made, err := primary.MakePWallet(ctx, uri, keychainOf(key), primary.WalletConfig{SubnetIDs: []ids.ID{subnetID}})
	return ownersWallet{wallet: made, outputs: ownerOf(key)}, err
}

// endOf says until when a node validates, 0 when it does not.
func endOf(ctx context.Context, uri string, subnetID ids.ID, nodeID ids.NodeID) (uint64, error) {
	current, err := platformvm.NewClient(uri).GetCurrentValidators(ctx, subnetID, []ids.NodeID{nodeID})
	if err != nil || len(current) == 0 {
		return 0, err
	}
	return current[0].EndTime, nil
}
