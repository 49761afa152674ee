package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/ava-labs/avalanchego/genesis"
	"github.com/ava-labs/avalanchego/ids"
	"github.com/ava-labs/avalanchego/utils/constants"
	"github.com/ava-labs/avalanchego/utils/crypto/secp256k1"
	"github.com/ava-labs/avalanchego/utils/formatting/address"
	"github.com/ava-labs/avalanchego/utils/units"
	"github.com/ava-labs/avalanchego/vms/components/gas"
	"github.com/ava-labs/avalanchego/vms/platformvm/fx"
	platformgenesis "github.com/ava-labs/avalanchego/vms/platformvm/genesis"
	"github.com/ava-labs/avalanchego/vms/platformvm/signer"
	"github.com/ava-labs/avalanchego/vms/platformvm/txs"
	"github.com/ava-labs/avalanchego/vms/secp256k1fx"
	"github.com/ava-labs/avalanchego/wallet/chain/p/builder"
	walletsigner "github.com/ava-labs/avalanchego/wallet/chain/p/signer"
	"github.com/ava-labs/avalanchego/wallet/chain/p/wallet"
	"github.com/ava-labs/avalanchego/wallet/subnet/primary/common"
)

const (
	// What each validator stakes on the platform chain. It buys nothing; it weighs all alike.
	stake = units.MegaAvax
	// What the owner has for validators that come later. A stake comes back when its time is over.
	ownerFunds = 200 * units.MegaAvax
	// Nobody validates again while validating: their ends lie apart, so that one at a time is admitted anew.
	endsApart = 90 * 60
	// Times the least price of gas, for what is signed before the network runs.
	generous = 100
	weight   = 100
)

// The platform chain insists on a contract chain of its own, which nobody uses: it is empty.
const emptyChain = `{"config":{"chainId":43112},"nonce":"0x0","timestamp":"0x5fcb13d0","extraData":"0x","gasLimit":"0x5f5e100",` +
	`"difficulty":"0x0","mixHash":"0x0000000000000000000000000000000000000000000000000000000000000000",` +
	`"coinbase":"0x0000000000000000000000000000000000000000","alloc":{},"number":"0x0","gasUsed":"0x0",` +
	`"parentHash":"0x0000000000000000000000000000000000000000000000000000000000000000"}`

type founding struct {
	NetworkID uint32 `json:"networkId"`
	// Unix seconds.
	StartTime    uint64 `json:"startTime"`
	StakeSeconds uint64 `json:"stakeSeconds"`
	// The owner's key, 32 bytes in hex.
	Key        string          `json:"key"`
	Stakers    []staker        `json:"stakers"`
	ChainName  string          `json:"chainName"`
	VMID       ids.ID          `json:"vmId"`
	EVMGenesis json.RawMessage `json:"evmGenesis"`
}

type staker struct {
	NodeID ids.NodeID                `json:"nodeId"`
	Signer *signer.ProofOfPossession `json:"signer"`
}

type founded struct {
	// What every node starts from.
	Genesis genesis.UnparsedConfig `json:"genesis"`
	// Who validates the ledger's chain: the subnet's id.
	SubnetID     ids.ID   `json:"subnetId"`
	BlockchainID ids.ID   `json:"blockchainId"`
	Transactions []string `json:"transactions"`
}

// found needs no node: the transactions spend what the genesis gives the owner, so their ids are known before the network runs. Anyone
// may issue them, in their order.
func found(ctx context.Context, request founding) (founded, error) {
	key, err := parseKey(request.Key)
	if err != nil {
		return founded{}, err
	}
	unparsed, err := genesisOf(request, key)
	if err != nil {
		return founded{}, err
	}
	config, err := unparsed.Parse()
	if err != nil {
		return founded{}, err
	}
	bytes, assetID, err := genesis.FromConfig(&config)
	if err != nil {
		return founded{}, err
	}
	start, err := platformgenesis.Parse(bytes)
	if err != nil {
		return founded{}, err
	}

	utxos := common.NewChainUTXOs(constants.PlatformChainID, common.NewUTXOs())
	for _, utxo := range start.UTXOs {
		if err := utxos.AddUTXO(ctx, constants.PlatformChainID, &utxo.UTXO); err != nil {
			return founded{}, err
		}
	}
	backend := wallet.NewBackend(utxos, map[ids.ID]fx.Owner{})
	fees := genesis.GetTxFeeConfig(request.NetworkID).DynamicFeeConfig
	makes := builder.New(keychainOf(key).Addresses(), &builder.Context{
		NetworkID:         request.NetworkID,
		AVAXAssetID:       assetID,
		ComplexityWeights: fees.Weights,
		GasPrice:          generous * gas.Price(fees.MinPrice),
	}, backend)
	signs := walletsigner.New(keychainOf(key), backend)

	answer := founded{Genesis: unparsed}
	add := func(unsigned txs.UnsignedTx, err error) (ids.ID, error) {
		if err != nil {
			return ids.Empty, err
		}
		tx, err := walletsigner.SignUnsigned(ctx, signs, unsigned)
		if err != nil {
			return ids.Empty, err
		}
		answer.Transactions = append(answer.Transactions, "0x"+hex.EncodeToString(tx.Bytes()))
		return tx.ID(), backend.AcceptTx(ctx, tx)
	}
	subnet, err := makes.NewCreateSubnetTx(ownerOf(key))
	if answer.SubnetID, err = add(subnet, err); err != nil {
		return founded{}, err
	}
	chain, err := makes.NewCreateChainTx(answer.SubnetID, request.EVMGenesis, request.VMID, nil, request.ChainName)
	if answer.BlockchainID, err = add(chain, err); err != nil {
		return founded{}, err
	}
	for i, one := range request.Stakers {
		end := request.StartTime + request.StakeSeconds - uint64(i)*endsApart
		validator, err := makes.NewAddSubnetValidatorTx(&txs.SubnetValidator{
			Validator: txs.Validator{NodeID: one.NodeID, Start: request.StartTime, End: end, Wght: weight},
			Subnet:    answer.SubnetID,
		})
		if _, err = add(validator, err); err != nil {
			return founded{}, err
		}
	}
	return answer, nil
}

func genesisOf(request founding, key *secp256k1.PrivateKey) (genesis.UnparsedConfig, error) {
	hrp := constants.GetHRP(request.NetworkID)
	owner, err := address.Format("X", hrp, key.Address().Bytes())
	if err != nil {
		return genesis.UnparsedConfig{}, err
	}
	// Stakes that the genesis gives belong to nobody: all of this owner's funds would be staked.
	nobody, err := address.Format("X", hrp, ids.ShortEmpty.Bytes())
	if err != nil {
		return genesis.UnparsedConfig{}, err
	}
	const noAddress = "0x0000000000000000000000000000000000000000"
	end := request.StartTime + request.StakeSeconds
	staked := []genesis.LockedAmount{{Amount: uint64(len(request.Stakers)) * stake, Locktime: end}}
	stakers := make([]genesis.UnparsedStaker, len(request.Stakers))
	for i, one := range request.Stakers {
		// Every node checks it when it starts; here it is early enough.
		if err := one.Signer.Verify(); err != nil {
			return genesis.UnparsedConfig{}, fmt.Errorf("%s has not proven that it has the secret of its key: %w", one.NodeID, err)
		}
		stakers[i] = genesis.UnparsedStaker{NodeID: one.NodeID, RewardAddress: owner, DelegationFee: 1_000_000, Signer: one.Signer}
	}
	return genesis.UnparsedConfig{
		NetworkID: request.NetworkID,
		Allocations: []genesis.UnparsedAllocation{
			{ETHAddr: noAddress, AVAXAddr: nobody, UnlockSchedule: staked},
			{ETHAddr: noAddress, AVAXAddr: owner, UnlockSchedule: []genesis.LockedAmount{{Amount: ownerFunds}}},
		},
		StartTime:                  request.StartTime,
		InitialStakeDuration:       request.StakeSeconds,
		InitialStakeDurationOffset: endsApart,
		InitialStakedFunds:         []string{nobody},
		InitialStakers:             stakers,
		CChainGenesis:              emptyChain,
		Message:                    request.ChainName,
	}, nil
}

func parseKey(text string) (*secp256k1.PrivateKey, error) {
	bytes, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	if err != nil {
		return nil, err
	}
	return secp256k1.ToPrivateKey(bytes)
}

func keychainOf(key *secp256k1.PrivateKey) *secp256k1fx.Keychain {
	return secp256k1fx.NewKeychain(key)
}

func ownerOf(key *secp256k1.PrivateKey) *secp256k1fx.OutputOwners {
	return &secp256k1fx.OutputOwners{Threshold: 1, Addrs: []ids.ShortID{key.Address()}}
}
