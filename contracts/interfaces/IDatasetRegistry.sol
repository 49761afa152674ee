// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Origin } from "../types/Enums.sol";
import { Entry } from "../types/Entry.sol";
import { DatasetId, GrantId, MemberId, VersionId } from "../types/Ids.sol";
import { VersionWord } from "../types/VersionWord.sol";

/// @title IDatasetRegistry
/// @notice Datasets as tokens, their versions, and the payee tables that say whom a version's revenue belongs to.
interface IDatasetRegistry {
    /// @notice A version from which another is derived.
    /// @param versionId The source.
    /// @param grantId The publisher's grant with the derive right; 0 when the source's dataset is the publisher's own.
    struct Source {
        VersionId versionId;
        GrantId grantId;
    }

    /// @notice What a publisher declares of a new version.
    /// @param contentRoot Merkle root that commits to the bytes; never 0.
    /// @param byteSize Size of the content, in bytes.
    /// @param format How the root was made; 1 = RFC 9162 tree over 64 KiB chunks of one file.
    /// @param metadataHash Hash of the metadata document; 0 when there is none.
    /// @param metadataUri Where the metadata document is; may be empty.
    /// @param payees The payee table, sorted by (kind, id); empty to inherit the table of the version before.
    /// @param sources What the version is derived from, ascending by version id, at most 128.
    struct Draft {
        bytes32 contentRoot;
        uint64 byteSize;
        uint16 format;
        bytes32 metadataHash;
        string metadataUri;
        Entry[] payees;
        Source[] sources;
    }

    /// @notice A dataset.
    /// @param owner The member that owns it.
    /// @param current The latest version.
    /// @param count Number of versions.
    /// @param frozenUntil End of a freeze (exclusive), in Unix seconds; 0 when there was none.
    /// @param retired Whether it is closed to new versions, purchases and renewals.
    /// @param bound Whether one of its versions holds a royalty without onward.
    /// @param changes Number of withdrawals, and of releases and consents that it gave as a source: what its fingerprint would not see else.
    struct Dataset {
        MemberId owner;
        VersionId current;
        uint32 count;
        uint40 frozenUntil;
        bool retired;
        bool bound;
        uint32 changes;
    }

    /// @notice What an originator says of its place in a payee table.
    /// @param tableId The version that introduced the table.
    /// @param answer Confirmed or disclaimed.
    /// @param key The originator's key with the publish role, which signs.
    /// @param nonce The key's next nonce.
    /// @param deadline Last second at which the signature is good, in Unix seconds.
    struct OriginAnswer {
        VersionId tableId;
        Origin answer;
        address key;
        uint256 nonce;
        uint40 deadline;
    }

    /// @notice Emitted when a dataset is minted to a member.
    /// @param datasetId The new dataset.
    /// @param memberId Its owner.
    event DatasetRegistered(DatasetId indexed datasetId, MemberId indexed memberId);

    /// @notice Emitted when a version is appended to a dataset.
    /// @param versionId The new version.
    /// @param datasetId Its dataset.
    /// @param tableId The version that introduced its payee table: itself, or an earlier one.
    /// @param memberId The publisher.
    /// @param contentRoot Merkle root that commits to the bytes.
    /// @param byteSize Size of the content, in bytes.
    /// @param format How the root was made.
    /// @param metadataHash Hash of the metadata document.
    /// @param metadataUri Where the metadata document is.
    /// @param publishedAt In Unix seconds.
    event VersionPublished(
        VersionId indexed versionId,
        DatasetId indexed datasetId,
        VersionId indexed tableId,
        MemberId memberId,
        bytes32 contentRoot,
        uint64 byteSize,
        uint16 format,
        bytes32 metadataHash,
        string metadataUri,
        uint40 publishedAt
    );

    /// @notice Emitted beside {VersionPublished} when the version brings its own payee table.
    /// @param tableId The version.
    /// @param datasetId Its dataset.
    /// @param payees The table's entries in order.
    /// @param sources The version's sources, each checked: own, or by a derive grant.
    event PayeeTableDeclared(VersionId indexed tableId, DatasetId indexed datasetId, Entry[] payees, Source[] sources);

    /// @notice Emitted when a dataset changes hands.
    /// @param datasetId The dataset.
    /// @param from The member that gives it.
    /// @param to The member that gets it.
    event DatasetTransferred(DatasetId indexed datasetId, MemberId indexed from, MemberId indexed to);

    /// @notice Emitted when a dataset is closed to new versions, purchases and renewals, for ever.
    /// @param datasetId The dataset.
    /// @param memberId Its owner.
    event DatasetRetired(DatasetId indexed datasetId, MemberId indexed memberId);

    /// @notice Emitted when a version is withdrawn: everybody who holds it, or made something of it, should know.
    /// @param versionId The version.
    /// @param datasetId Its dataset.
    /// @param memberId The owner.
    /// @param reason The owner's sentence.
    event VersionWithdrawn(VersionId indexed versionId, DatasetId indexed datasetId, MemberId indexed memberId, string reason);

    /// @notice Emitted when an originator confirms or disclaims its part.
    /// @param tableId The version that introduced the table.
    /// @param memberId The originator.
    /// @param answer Confirmed or disclaimed.
    /// @param key The key that signed.
    event OriginAnswered(VersionId indexed tableId, MemberId indexed memberId, Origin answer, address key);

    /// @notice Emitted when a source's owner lets a dataset's next table leave out its royalty.
    /// @param datasetId The dataset.
    /// @param sourceId The source's dataset.
    /// @param memberId The source's owner.
    /// @param upTo The last version whose royalty need not be carried on.
    event RoyaltyReleased(DatasetId indexed datasetId, DatasetId indexed sourceId, MemberId indexed memberId, VersionId upTo);

    /// @notice Emitted when a source's owner names the one member to which a bound dataset may go.
    /// @param datasetId The dataset.
    /// @param sourceId The source's dataset.
    /// @param memberId The source's owner.
    /// @param to The member; 0 takes the consent back.
    event TransferConsented(DatasetId indexed datasetId, DatasetId indexed sourceId, MemberId indexed memberId, MemberId to);

    /// @notice Emitted when a source's owner says that a version was made from its data without naming it.
    /// @param childId The version that hides its source.
    /// @param sourceId The source.
    /// @param memberId The source's owner.
    /// @param evidenceHash Hash of what is to prove it.
    event SourceClaimed(VersionId indexed childId, VersionId indexed sourceId, MemberId indexed memberId, bytes32 evidenceHash);

    /// @notice Emitted when the auditor halts a dataset: no versions, sales, transfer, and no naming as a source. Grants and money go on.
    /// @param datasetId The dataset.
    /// @param caseNumber The case.
    /// @param until End (exclusive), in Unix seconds.
    event DatasetFrozen(DatasetId indexed datasetId, string caseNumber, uint40 until);

    /// @notice Emitted when a freeze ends before its time.
    /// @param datasetId The dataset.
    /// @param caseNumber The case.
    event DatasetFreezeLifted(DatasetId indexed datasetId, string caseNumber);

    /// @notice Thrown when the dataset does not exist.
    error DatasetRegistry_DatasetUnknown(DatasetId datasetId);

    /// @notice Thrown when the version does not exist.
    error DatasetRegistry_VersionUnknown(VersionId versionId);

    /// @notice Thrown when the version belongs to another dataset.
    error DatasetRegistry_VersionOfAnother(VersionId versionId, DatasetId datasetId);

    /// @notice Thrown when a sale that follows updates was seen under another payee table than the current version's.
    error DatasetRegistry_TableChanged(VersionId seen, VersionId current);

    /// @notice Thrown when the caller's member does not own the dataset.
    error DatasetRegistry_NotTheOwner(DatasetId datasetId, MemberId memberId);

    /// @notice Thrown when the dataset is retired.
    error DatasetRegistry_Retired(DatasetId datasetId);

    /// @notice Thrown when the dataset is frozen.
    error DatasetRegistry_Frozen(DatasetId datasetId, uint40 frozenUntil);

    /// @notice Thrown when the version is withdrawn.
    error DatasetRegistry_Withdrawn(VersionId versionId);

    /// @notice Thrown when the dataset is no longer what the receiver saw.
    error DatasetRegistry_StateChanged(DatasetId datasetId, bytes32 fingerprint);

    /// @notice Thrown when a dataset would go to a member that may not act.
    error DatasetRegistry_ReceiverNotActive(MemberId memberId);

    /// @notice Thrown when a bound dataset would go to a member that a source's owner has not named.
    error DatasetRegistry_NoConsent(DatasetId datasetId, DatasetId sourceId, MemberId to);

    /// @notice Thrown when the dataset has another current version than the caller saw.
    error DatasetRegistry_VersionChanged(VersionId seen, VersionId current);

    /// @notice Thrown when a dataset's table holds no royalty to the source, or it is released already.
    error DatasetRegistry_NothingToRelease(DatasetId sourceId, DatasetId datasetId);

    /// @notice Thrown when a claim names a source that is not older, or of the same dataset.
    error DatasetRegistry_NotClaimable(VersionId childId, VersionId sourceId);

    /// @notice Thrown when a member that signs for its part in a table has none.
    error DatasetRegistry_NotAnOriginator(VersionId tableId, MemberId memberId);

    /// @notice Thrown when an originator's answer is none, or the one it gave before.
    error DatasetRegistry_AnswerUnchanged(VersionId tableId, MemberId memberId, Origin answer);

    /// @notice Thrown when a signature is not by that key over these values.
    error DatasetRegistry_BadSignature(address key);

    /// @notice Thrown when a signature came too late.
    error DatasetRegistry_SignatureExpired(uint40 deadline);

    /// @notice Thrown when the content root is zero.
    error DatasetRegistry_NoContentRoot();

    /// @notice Thrown when a first version brings no table, or a version with sources brings none.
    error DatasetRegistry_NoPayees();

    /// @notice Thrown when a table, or a list of sources, has more than 128 entries.
    error DatasetRegistry_TooMany(uint256 count);

    /// @notice Thrown when entries or sources are not strictly ascending.
    error DatasetRegistry_NotAscending(uint256 index);

    /// @notice Thrown when an entry has bits set that mean nothing.
    error DatasetRegistry_BadEntry(uint256 index, Entry entry);

    /// @notice Thrown when a table has no originator.
    error DatasetRegistry_NoOriginator();

    /// @notice Thrown when an originator would get nothing.
    error DatasetRegistry_NoShare(MemberId memberId);

    /// @notice Thrown when an originator is no member.
    error DatasetRegistry_OriginatorUnknown(MemberId memberId);

    /// @notice Thrown when the shares do not make 10,000 basis points.
    error DatasetRegistry_SharesNotWhole(uint256 sumBps);

    /// @notice Thrown when a royalty names a version that did not introduce a table.
    error DatasetRegistry_NotATable(VersionId versionId);

    /// @notice Thrown when a royalty goes to the dataset itself.
    error DatasetRegistry_RoyaltyToItself(VersionId tableId);

    /// @notice Thrown when a table pays one dataset twice.
    error DatasetRegistry_RoyaltyTwice(DatasetId datasetId);

    /// @notice Thrown when a table leaves out a royalty that is owed: at least `shareBps` to a table of `datasetId`.
    error DatasetRegistry_RoyaltyMissing(DatasetId datasetId, uint16 shareBps);

    /// @notice Thrown when a royalty is not the one owed.
    error DatasetRegistry_RoyaltyDiffers(DatasetId datasetId, Entry owed, Entry given);

    /// @notice Thrown when a royalty is given that nothing asks for, to another member's dataset.
    error DatasetRegistry_RoyaltyUnasked(DatasetId datasetId, uint16 shareBps);

    /// @notice Thrown when a source is another member's and no grant is named.
    error DatasetRegistry_SourceNotOwned(VersionId versionId, MemberId owner);

    /// @notice Thrown when a source may not be passed on: it holds a royalty without onward to another member's dataset.
    error DatasetRegistry_RoyaltyNotOnward(VersionId versionId, DatasetId datasetId);

    /// @notice Thrown when a grant with the derive right could never be used: the royalties would leave its holder nothing.
    error DatasetRegistry_RoomLacking(VersionId versionId, uint256 royaltiesBps, uint256 royalties);

    /// @notice Registers a dataset with its first version. Needs a key with the publish role.
    /// @param draft The first version.
    /// @return datasetId The new dataset.
    /// @return versionId Its first version.
    function register(Draft calldata draft) external returns (DatasetId datasetId, VersionId versionId);

    /// @notice Appends a version. Needs a key of the owner with the publish role.
    /// @param datasetId The dataset.
    /// @param draft The new version.
    /// @return versionId The new version.
    function publish(DatasetId datasetId, Draft calldata draft) external returns (VersionId versionId);

    /// @notice Says that a version is not to be used any more: not sold, not renewed. Needs a key of the owner with the publish role.
    /// Grants on it go on; it is shown on everything made from it.
    /// @param versionId The version.
    /// @param reason A sentence that everybody can read.
    function withdraw(VersionId versionId, string calldata reason) external;

    /// @notice Closes a dataset to new versions, purchases and renewals, for ever. Needs a key of the owner with the publish role.
    /// @param datasetId The dataset.
    function retire(DatasetId datasetId) external;

    /// @notice Gives a dataset to another member, if it is still what that one saw. Needs an admin key of the owner. Beside `transferFrom`,
    /// which does not ask for the state. Terms and grants are not in the fingerprint: they stand in {IAccessGrants}.
    /// @param datasetId The dataset.
    /// @param to The member; every owner of a source without onward has named it.
    /// @param fingerprint The dataset's ERC-5646 state fingerprint.
    function transferUnchanged(DatasetId datasetId, MemberId to, bytes32 fingerprint) external;

    /// @notice Takes note of what an originator says of its part. Anyone, with the originator's signature.
    /// @param answer What was signed.
    /// @param signature The key's EIP-712 signature (ERC-1271 for contracts) over `OriginAnswer(uint32 tableId,uint8 answer,address key,uint256
    /// nonce,uint40 deadline)`.
    function answerOrigin(OriginAnswer calldata answer, bytes calldata signature) external;

    /// @notice Lets a dataset's next table leave out the royalty to a source. Needs a key of the source's owner with the publish role. Not its
    /// children, not other datasets, not a later naming.
    /// @param sourceId The source's dataset.
    /// @param datasetId The dataset that carries the royalty.
    /// @param seen The dataset's current version as the caller saw it.
    function release(DatasetId sourceId, DatasetId datasetId, VersionId seen) external;

    /// @notice Names the one member to which a bound dataset may go, from its present owner. Needs a key of the source's owner with the publish
    /// role, also when the source's owner itself is to get it.
    /// @param sourceId The source's dataset.
    /// @param datasetId The bound dataset.
    /// @param to The member; 0 takes the consent back.
    function consent(DatasetId sourceId, DatasetId datasetId, MemberId to) external;

    /// @notice Says for the record that a version hides its source. Needs a key of the source's owner with the publish role.
    /// @param childId The version that hides its source.
    /// @param sourceId The source, an older version of another dataset.
    /// @param evidenceHash Hash of what is to prove it.
    function claim(VersionId childId, VersionId sourceId, bytes32 evidenceHash) external;

    /// @notice Halts a dataset. Only an auditor.
    /// @param datasetId The dataset.
    /// @param caseNumber The case, 1 to 64 bytes; it can freeze a dataset twice.
    /// @param until End (exclusive), in Unix seconds; at most 30 days from now.
    function freeze(DatasetId datasetId, string calldata caseNumber, uint40 until) external;

    /// @notice Ends a freeze before its time. Only an auditor.
    /// @param datasetId The dataset.
    /// @param caseNumber The case under which it is lifted.
    function liftFreeze(DatasetId datasetId, string calldata caseNumber) external;

    /// @notice What an originator says of its part in a table.
    /// @param tableId The version that introduced the table.
    /// @param memberId The originator.
    function originOf(VersionId tableId, MemberId memberId) external view returns (Origin);

    /// @notice The last version whose royalty to a source the dataset's next table need not carry; 0 when nothing was released.
    /// @param datasetId The dataset.
    /// @param sourceId The source's dataset.
    function releasedUpTo(DatasetId datasetId, DatasetId sourceId) external view returns (VersionId);

    /// @notice The one member to which a source's owner lets a bound dataset go; 0 when there is none, or either owner has changed since.
    /// @param datasetId The dataset.
    /// @param sourceId The source's dataset.
    function consentOf(DatasetId datasetId, DatasetId sourceId) external view returns (MemberId);

    /// @notice Number of datasets; ids run from 1 to it.
    function datasetCount() external view returns (uint32);

    /// @notice Number of versions of all datasets; ids run from 1 to it, and an id is a place in the topological order.
    function versionCount() external view returns (uint32);

    /// @notice A dataset; all zero when there is none.
    /// @param datasetId The dataset.
    function datasetOf(DatasetId datasetId) external view returns (Dataset memory);

    /// @notice A version's slot; 0 when there is none. See {VersionWord} for its fields.
    /// @param versionId The version.
    function versionOf(VersionId versionId) external view returns (VersionWord);

    /// @notice A version's content root.
    /// @param versionId The version.
    function contentRootOf(VersionId versionId) external view returns (bytes32);

    /// @notice The payee table of a version, its own or the inherited one, in order.
    /// @param versionId The version.
    /// @return payees Its entries.
    function payeesOf(VersionId versionId) external view returns (Entry[] memory payees);

    /// @notice A table as it lies in storage: the version's slot, then four entries a word. Reverts when the version introduced none.
    /// @param tableId The version that introduced the table.
    /// @return words The slot, then the further words.
    function tableWords(VersionId tableId) external view returns (uint256[] memory words);

    /// @notice What a sale of a version needs to know. Reverts when the dataset is retired or frozen, or the version is withdrawn or not for sale.
    /// @param datasetId The dataset.
    /// @param seen The version that the buyer saw.
    /// @param follows Whether the terms follow updates; then the current version must have the seen version's table.
    /// @return owner The dataset's owner.
    /// @return start The version with which the grant starts: the seen one, or the current one.
    /// @return tableId The table that is paid.
    /// @return ownShareBps The originators' part of that table.
    function saleOf(
        DatasetId datasetId,
        VersionId seen,
        bool follows
    ) external view returns (MemberId owner, VersionId start, VersionId tableId, uint16 ownShareBps);

    /// @notice Reverts when `deriver` could not publish a derivative of a version under terms with a royalty.
    /// @param versionId The source.
    /// @param deriver The member that would derive.
    /// @param royaltyBps The royalty that the terms add, in basis points.
    function requireDerivable(VersionId versionId, MemberId deriver, uint16 royaltyBps) external view;
}
