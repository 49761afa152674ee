// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IAccessGrants } from "../../../contracts/interfaces/IAccessGrants.sol";
import { IAccessMarket } from "../../../contracts/interfaces/IAccessMarket.sol";
import { IDatasetRegistry } from "../../../contracts/interfaces/IDatasetRegistry.sol";
import { IMemberRegistry } from "../../../contracts/interfaces/IMemberRegistry.sol";
import { IRevenueLedger } from "../../../contracts/interfaces/IRevenueLedger.sol";
import { ISettlementToken } from "../../../contracts/interfaces/ISettlementToken.sol";
import { RogueMarket } from "./RogueMarket.sol";
import { Cheats } from "./Vm.sol";

/// @notice The six contracts, wired; this contract is the consortium office and holds every restricted function.
/// @dev The contracts come from their artifacts, so that the laws compile without them.
abstract contract Consortium is Cheats {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant ADMISSION_TYPEHASH = keccak256(
        "Admission(string legalName,bytes32 identifierHash,address key,uint16 roles,address payoutAccount,uint96 payoutMinimum,uint256 nonce,uint40 deadline)"
    );
    bytes32 private constant KEY_BINDING_TYPEHASH = keccak256(
        "KeyBinding(uint32 memberId,address key,uint16 roles,uint256 nonce,uint40 deadline)"
    );
    uint16 internal constant ALL_ROLES = 31;
    uint16 private constant FIRST_FEE_BPS = 300;
    uint40 private constant FIRST_TIME = 1_800_000_000;

    IMemberRegistry public immutable MEMBERS;
    IERC20 public immutable TOKEN;
    IDatasetRegistry public immutable DATASETS;
    IAccessGrants public immutable GRANTS;
    IRevenueLedger public immutable LEDGER;
    IAccessMarket public immutable MARKET;
    RogueMarket public immutable ROGUE;

    constructor() {
        VM.warp(FIRST_TIME);
        address authority = _create("AccessManager", abi.encode(address(this)));
        MEMBERS = IMemberRegistry(_create("MemberRegistry", abi.encode(authority)));
        TOKEN = IERC20(_create("SettlementToken", abi.encode(authority, MEMBERS, "Demo Won", "DKRW", 0)));

        // The registry and the grants know each other: the grants come right after.
        uint64 nonce = VM.getNonce(address(this));
        address grants = VM.computeCreateAddress(address(this), nonce + 1);
        DATASETS = IDatasetRegistry(_create("DatasetRegistry", abi.encode(authority, MEMBERS, grants)));
        GRANTS = IAccessGrants(_create("AccessGrants", abi.encode(authority, MEMBERS, DATASETS)));
        require(address(GRANTS) == grants, "the grants are elsewhere");
        LEDGER = IRevenueLedger(_create("RevenueLedger", abi.encode(authority, MEMBERS, DATASETS, TOKEN, FIRST_FEE_BPS)));
        MARKET = IAccessMarket(_create("AccessMarket", abi.encode(MEMBERS, DATASETS, GRANTS, LEDGER)));
        ROGUE = new RogueMarket();

        GRANTS.addMarket(address(MARKET));
        GRANTS.addMarket(address(ROGUE));
        LEDGER.addMarket(address(MARKET));
        LEDGER.addMarket(address(ROGUE));
        MEMBERS.addSystemContract(address(MEMBERS));
        MEMBERS.addSystemContract(address(TOKEN));
        MEMBERS.addSystemContract(address(DATASETS));
        MEMBERS.addSystemContract(address(GRANTS));
        MEMBERS.addSystemContract(address(LEDGER));
        MEMBERS.addSystemContract(address(MARKET));
    }

    /// @dev Calls `target` as `caller`; never reverts.
    function _as(address caller, address target, bytes memory data) internal returns (bool success, bytes memory result) {
        VM.prank(caller);
        return target.call(data);
    }

    function _mint(address to, uint256 amount) internal {
        ISettlementToken(address(TOKEN)).mint(to, amount);
    }

    /// @dev The first key's signature under an admission.
    function _signAdmission(uint256 privateKey, IMemberRegistry.Admission memory admission) internal view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(
                ADMISSION_TYPEHASH,
                keccak256(bytes(admission.legalName)),
                keccak256(abi.encode(admission.scheme, admission.identifier)),
                admission.key,
                admission.roles,
                admission.payoutAccount,
                admission.payoutMinimum,
                admission.nonce,
                admission.deadline
            )
        );
        return _sign(privateKey, structHash);
    }

    /// @dev A further key's signature that it acts for a member.
    function _signBinding(
        uint256 privateKey,
        uint32 memberId,
        uint16 roles,
        uint40 deadline
    ) internal view returns (bytes memory) {
        return
            _sign(
                privateKey,
                keccak256(abi.encode(KEY_BINDING_TYPEHASH, memberId, VM.addr(privateKey), roles, uint256(0), deadline))
            );
    }

    function _sign(uint256 privateKey, bytes32 structHash) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Genba MemberRegistry"), keccak256("1"), block.chainid, address(MEMBERS))
        );
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(privateKey, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }

    function _create(string memory artifact, bytes memory arguments) private returns (address created) {
        bytes memory code = abi.encodePacked(VM.getCode(artifact), arguments);
        assembly ("memory-safe") {
            created := create(0, add(code, 32), mload(code))
        }
        require(created != address(0), artifact);
    }
}
